package io.karyo.testkit.reference;

import static io.karyo.testkit.reference.Contracts.failuresOf;
import static io.karyo.testkit.reference.Contracts.failuresOfAllIn;
import static io.karyo.testkit.reference.Contracts.skippedOf;
import static io.karyo.testkit.reference.Contracts.testsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.model.Settings;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Segmenter;
import io.karyo.testkit.SegmenterContract;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Segmenters that break a promise are found out. */
class SegmenterContractTest {

  private static final Segmenter GOOD = new ReferenceSegmenter(80);

  abstract static class Broken extends SegmenterContract {

    private final Segmenter segmenter;

    Broken(Segmenter segmenter) {
      this.segmenter = segmenter;
    }

    @Override
    protected Segmenter segmenter() {
      return segmenter;
    }
  }

  /** Makes the result again, with other clusters and without notes. */
  private static Segmentation changed(Segmentation found, UnaryOperator<Cluster> change) {
    Segmentation.Builder builder =
        Segmentation.builder(found.photograph())
            .flattened(found.background(), found.photograph().greyLevels());
    found.clusters().stream().map(change).forEach(builder::add);
    found.others().forEach(builder::add);
    return builder.build();
  }

  static final class ThrowsForStrange extends Broken {
    ThrowsForStrange() {
      super(
          photograph -> {
            if (photograph.name().equals("stripes")) {
              throw new ArrayIndexOutOfBoundsException(2);
            }
            return GOOD.segment(photograph);
          });
    }
  }

  @Test
  void oneThatThrowsForAStrangePhotograph() {
    assertThat(failuresOf(ThrowsForStrange.class))
        .contains("strangePhotographsAreAnsweredWithoutThrowing")
        .doesNotContain(
            "chromosomesThatLieApartAreFound", "photographsWithoutChromosomesGiveNoneAndANote");
  }

  static final class SeesDarkOnly extends Broken {
    SeesDarkOnly() {
      super(
          photograph -> {
            Segmentation found = GOOD.segment(photograph);
            return found.background() == Background.WHITE
                ? found
                : Segmentation.builder(photograph).note("too dark").build();
          });
    }
  }

  @Test
  void oneThatSeesDarkChromosomesOnly() {
    assertThat(failuresOf(SeesDarkOnly.class))
        .containsExactly("chromosomesAreCutOutOnTheirGround", "chromosomesThatLieApartAreFound");
  }

  static final class TakesAnotherPhotograph extends Broken {
    TakesAnotherPhotograph() {
      super(photograph -> GOOD.segment(photograph.withName("another")));
    }
  }

  static final class ChangesThePhotograph extends Broken {
    ChangesThePhotograph() {
      super(
          photograph ->
              GOOD.segment(
                  Metaphase.of(photograph.height(), photograph.width(), photograph.greyLevels())
                      .withName(photograph.name())));
    }
  }

  @Test
  void onesThatAnswerForAnotherPhotograph() {
    assertThat(failuresOf(TakesAnotherPhotograph.class))
        .containsExactly("theResultIsOfThePhotographThatWasGiven");
    assertThat(failuresOf(ChangesThePhotograph.class))
        .containsExactly("theResultIsOfThePhotographThatWasGiven");
  }

  static final class KeepsSilent extends Broken {
    KeepsSilent() {
      super(photograph -> changed(GOOD.segment(photograph), cluster -> cluster));
    }
  }

  @Test
  void oneWithoutNotes() {
    assertThat(failuresOf(KeepsSilent.class))
        .containsExactly(
            "noChromosomesAreExplained", "photographsWithoutChromosomesGiveNoneAndANote");
  }

  static final class SeesOneEverywhere extends Broken {
    SeesOneEverywhere() {
      super(
          photograph -> {
            Region all = whole(photograph);
            return Segmentation.builder(photograph)
                .add(new Cluster(all, List.of(new Parting(List.of(all), 0))))
                .build();
          });
    }
  }

  private static Region whole(Metaphase photograph) {
    byte[] mask = new byte[photograph.width() * photograph.height()];
    Arrays.fill(mask, (byte) 1);
    return Region.of(new Box(0, 0, photograph.width(), photograph.height()), mask);
  }

  @Test
  void oneThatTakesEverythingForAChromosome() {
    assertThat(failuresOf(SeesOneEverywhere.class))
        .contains(
            "chromosomesThatLieApartAreFound", "photographsWithoutChromosomesGiveNoneAndANote");
  }

  static final class ChoosesTheDearest extends Broken {
    ChoosesTheDearest() {
      super(
          photograph -> {
            Segmentation found =
                changed(
                    GOOD.segment(photograph),
                    cluster ->
                        new Cluster(
                            cluster.region(),
                            List.of(
                                cluster.partings().get(0),
                                new Parting(List.of(cluster.region(), cluster.region()), 1))));
            return found.clusters().isEmpty() ? GOOD.segment(photograph) : found.withParting(0, 1);
          });
    }
  }

  @Test
  void oneThatChoosesADearParting() {
    assertThat(failuresOf(ChoosesTheDearest.class))
        .containsExactly("theCheapestPartingOfEachClusterIsChosen");
  }

  static final class LeavesTheCluster extends Broken {
    LeavesTheCluster() {
      super(
          photograph ->
              GOOD.segment(photograph).clusters().isEmpty()
                  ? GOOD.segment(photograph)
                  : changed(
                      GOOD.segment(photograph),
                      cluster ->
                          new Cluster(
                              cluster.region(),
                              List.of(
                                  cluster.partings().get(0),
                                  new Parting(List.of(whole(photograph)), 9)))));
    }
  }

  @Test
  void oneWhoseChromosomesReachBeyondTheirCluster() {
    assertThat(failuresOf(LeavesTheCluster.class))
        .containsExactly("partingsStayWithinTheirCluster");
  }

  static final class WrongGround extends Broken {
    WrongGround() {
      super(
          photograph -> {
            Segmentation found = GOOD.segment(photograph);
            Segmentation.Builder builder =
                Segmentation.builder(photograph)
                    .flattened(
                        found.background() == Background.WHITE
                            ? Background.BLACK
                            : Background.WHITE,
                        photograph.greyLevels());
            found.clusters().forEach(builder::add);
            found.notes().forEach(builder::note);
            return builder.build();
          });
    }
  }

  @Test
  void oneThatTakesTheGroundForTheStain() {
    assertThat(failuresOf(WrongGround.class)).containsExactly("chromosomesAreCutOutOnTheirGround");
  }

  static final class Counts extends Broken {
    Counts() {
      super(counting());
    }

    private static Segmenter counting() {
      AtomicInteger calls = new AtomicInteger();
      return photograph -> {
        Segmentation found = GOOD.segment(photograph);
        Segmentation.Builder builder =
            Segmentation.builder(photograph)
                .flattened(found.background(), photograph.greyLevels())
                .note("call " + calls.incrementAndGet());
        found.clusters().forEach(builder::add);
        found.others().forEach(builder::add);
        return builder.build();
      };
    }
  }

  @Test
  void oneWhoseResultsChange() {
    assertThat(failuresOf(Counts.class))
        .containsExactly(
            "equalPhotographsGiveEqualResults",
            "resultsDoNotDependOnWhatWasSegmentedBefore",
            "threadsAgree");
  }

  static final class LosesItsSetting extends SegmenterContract {
    @Override
    protected Segmenter segmenter() {
      return new ReferenceSegmenter(2000);
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(
          new PartProvider(
              PartKind.SEGMENTER,
              ReferenceSegmenter.ID,
              settings ->
                  settings.equals(Settings.EMPTY)
                      ? new ReferenceSegmenter(60)
                      : new Renamed(new ReferenceSegmenter(60), settings)) {});
    }
  }

  /** Has the settings that it was made of, but does not keep to them. */
  private record Renamed(Segmenter real, Settings given) implements Segmenter {

    @Override
    public Segmentation segment(Metaphase photograph) {
      return real.segment(photograph);
    }

    @Override
    public String id() {
      return real.id();
    }

    @Override
    public Settings settings() {
      return given;
    }
  }

  @Test
  void oneThatIsNotMadeAgainFromItsSettings() {
    assertThat(failuresOf(LosesItsSetting.class))
        .contains("providerMakesAnEqualPartFromItsSettings");
  }

  @Test
  void withoutAProviderItsTestsAreSkipped() {
    assertThat(skippedOf(SeesDarkOnly.class))
        .containsExactly(
            "providerMakesAPartOfItsKindWithDefaults",
            "providerMakesAnEqualPartFromItsSettings",
            "providerRefusesASettingThatItDoesNotKnow");
  }

  @Test
  void everyTestOfTheContractFindsSomethingOut() {
    assertThat(failuresOfAllIn(SegmenterContractTest.class))
        .containsAll(testsOf(SegmenterContract.class));
  }
}
