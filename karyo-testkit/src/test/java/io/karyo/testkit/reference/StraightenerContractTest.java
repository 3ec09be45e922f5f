package io.karyo.testkit.reference;

import static io.karyo.testkit.reference.Contracts.failuresOf;
import static io.karyo.testkit.reference.Contracts.failuresOfAllIn;
import static io.karyo.testkit.reference.Contracts.skippedOf;
import static io.karyo.testkit.reference.Contracts.testsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;
import io.karyo.testkit.StraightenerContract;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Straighteners that break a promise are found out. */
class StraightenerContractTest {

  private static final Straightener GOOD = new ReferenceStraightener(0.05);

  abstract static class Broken extends StraightenerContract {

    private final Straightener straightener;

    Broken(Straightener straightener) {
      this.straightener = straightener;
    }

    @Override
    protected Straightener straightener() {
      return straightener;
    }
  }

  private static Straightened picture(ChromosomeImage image) {
    return Straightened.builder(
            1, 1, new float[] {image.stain(image.height() / 2, image.width() / 2)})
        .build();
  }

  static final class ThrowsForSmall extends Broken {
    ThrowsForSmall() {
      super(
          image -> {
            if (image.height() < 24 && image.height() > 10) {
              throw new IllegalStateException("too small");
            }
            return GOOD.straighten(image);
          });
    }
  }

  @Test
  void oneThatThrowsForAChromosome() {
    assertThat(failuresOf(ThrowsForSmall.class))
        .contains("everyChromosomeIsStraightened")
        .doesNotContain("blankImagesAreRejected", "strangeImagesAreAnsweredWithoutThrowing");
  }

  static final class RejectsWide extends Broken {
    RejectsWide() {
      super(
          image -> image.width() > image.height() ? new Rejected("wide") : GOOD.straighten(image));
    }
  }

  @Test
  void oneThatRejectsAChromosome() {
    assertThat(failuresOf(RejectsWide.class)).containsExactly("everyChromosomeIsStraightened");
  }

  static final class AnswersWithNothing extends Broken {
    AnswersWithNothing() {
      super(image -> Straightened.builder(2, 1, new float[2]).build());
    }
  }

  @Test
  void oneThatGivesEmptyPicturesOfEverything() {
    assertThat(failuresOf(AnswersWithNothing.class))
        .containsExactly("blankImagesAreRejected", "everyChromosomeIsStraightened");
  }

  static final class AcceptsBlanks extends Broken {
    AcceptsBlanks() {
      super(
          image ->
              GOOD.straighten(image) instanceof Straightened straightened
                  ? straightened
                  : picture(image));
    }
  }

  @Test
  void oneThatStraightensBlankImages() {
    assertThat(failuresOf(AcceptsBlanks.class)).containsExactly("blankImagesAreRejected");
  }

  static final class ThrowsForStrange extends Broken {
    ThrowsForStrange() {
      super(
          image -> {
            if (image.width() == 2 && image.stain(0, 0) != image.stain(0, 1)) {
              throw new ArrayIndexOutOfBoundsException(2);
            }
            return GOOD.straighten(image);
          });
    }
  }

  @Test
  void oneThatThrowsForStrangeImages() {
    assertThat(failuresOf(ThrowsForStrange.class))
        .containsExactly("strangeImagesAreAnsweredWithoutThrowing");
  }

  static final class Remembers extends Broken {
    Remembers() {
      super(remembering());
    }

    private static Straightener remembering() {
      AtomicInteger count = new AtomicInteger();
      return image ->
          GOOD.straighten(image) instanceof Straightened good
              ? Straightened.builder(good.length(), good.width(), good.toArray())
                  .quality(1.0 / count.incrementAndGet())
                  .build()
              : new Rejected("blank");
    }
  }

  @Test
  void oneThatRemembersWhatItSaw() {
    assertThat(failuresOf(Remembers.class))
        .containsExactly(
            "equalImagesGiveEqualResults",
            "resultsDoNotDependOnWhatWasStraightenedBefore",
            "threadsAgree");
  }

  static final class ReadsTheSource extends Broken {
    ReadsTheSource() {
      super(
          image ->
              GOOD.straighten(image) instanceof Straightened good
                  ? Straightened.builder(good.length(), good.width(), good.toArray())
                      .note(image.source())
                      .build()
                  : new Rejected("blank"));
    }
  }

  @Test
  void oneThatTellsEqualImagesApart() {
    assertThat(failuresOf(ReadsTheSource.class)).containsExactly("equalImagesGiveEqualResults");
  }

  static final class DependsOnThread extends Broken {
    DependsOnThread() {
      super(
          image ->
              GOOD.straighten(image) instanceof Straightened good
                  ? Straightened.builder(good.length(), good.width(), good.toArray())
                      .note(Thread.currentThread().getName())
                      .build()
                  : new Rejected("blank"));
    }
  }

  @Test
  void oneThatDependsOnTheThread() {
    assertThat(failuresOf(DependsOnThread.class)).containsExactly("threadsAgree");
  }

  static final class Unprovided extends Broken {
    Unprovided() {
      super(GOOD);
    }
  }

  @Test
  void withoutAProviderItsTestsAreSkipped() {
    assertThat(skippedOf(Unprovided.class))
        .containsExactly(
            "providerMakesAPartOfItsKindWithDefaults",
            "providerMakesAnEqualPartFromItsSettings",
            "providerRefusesASettingThatItDoesNotKnow");
    assertThat(failuresOf(Unprovided.class)).isEmpty();
  }

  abstract static class BrokenProvider extends Broken {

    private final PartProvider provider;

    BrokenProvider(PartKind<?> kind, String id, Function<Settings, Straightener> maker) {
      super(GOOD);
      @SuppressWarnings("unchecked") // which no compiled provider can be wrong in
      PartKind<Straightener> ofStraighteners = (PartKind<Straightener>) kind;
      provider = new PartProvider(ofStraighteners, id, maker) {};
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(provider);
    }

    static Straightener make(Settings settings) {
      return (Straightener) new ReferenceStraightener.Provider().create(settings);
    }
  }

  static final class ForgetsSettings extends BrokenProvider {
    ForgetsSettings() {
      super(
          PartKind.STRAIGHTENER,
          ReferenceStraightener.ID,
          settings -> {
            settings.onlyKnown("threshold");
            return new ReferenceStraightener(0.3);
          });
    }
  }

  @Test
  void aProviderThatForgetsSettings() {
    assertThat(failuresOf(ForgetsSettings.class))
        .containsExactly("providerMakesAnEqualPartFromItsSettings");
  }

  static final class TakesAnySetting extends BrokenProvider {
    TakesAnySetting() {
      super(
          PartKind.STRAIGHTENER,
          ReferenceStraightener.ID,
          settings -> new ReferenceStraightener(settings.number("threshold", 0.1)));
    }
  }

  @Test
  void aProviderThatTakesAnySetting() {
    assertThat(failuresOf(TakesAnySetting.class))
        .containsExactly("providerRefusesASettingThatItDoesNotKnow");
  }

  static final class OfAnotherKind extends BrokenProvider {
    OfAnotherKind() {
      super(PartKind.ENCODER, ReferenceStraightener.ID, BrokenProvider::make);
    }
  }

  static final class OfAnotherId extends BrokenProvider {
    OfAnotherId() {
      super(PartKind.STRAIGHTENER, "another", BrokenProvider::make);
    }
  }

  @Test
  void aProviderOfAnotherKindOrId() {
    assertThat(failuresOf(OfAnotherKind.class))
        .containsExactly("providerMakesAPartOfItsKindWithDefaults");
    assertThat(failuresOf(OfAnotherId.class))
        .containsExactly("providerMakesAPartOfItsKindWithDefaults");
  }

  static final class IllNamed extends Broken {
    IllNamed() {
      super(
          new Straightener() {
            @Override
            public Straightening straighten(ChromosomeImage image) {
              return GOOD.straighten(image);
            }

            @Override
            public String id() {
              return "Not An Id";
            }
          });
    }
  }

  @Test
  void oneOfAnIllFormedId() {
    assertThat(failuresOf(IllNamed.class)).containsExactly("idIsAnonymousOrWellFormed");
  }

  static final class ChangesSettings extends Broken {
    ChangesSettings() {
      super(
          new Straightener() {
            private int asked;

            @Override
            public Straightening straighten(ChromosomeImage image) {
              return GOOD.straighten(image);
            }

            @Override
            public Settings settings() {
              return Settings.EMPTY.with("asked", asked++);
            }
          });
    }
  }

  @Test
  void oneWhoseSettingsChange() {
    assertThat(failuresOf(ChangesSettings.class))
        .containsExactly("settingsAreTheSameAfterBeingWrittenAndRead");
  }

  @Test
  void everyTestOfTheContractCanFail() {
    assertThat(failuresOfAllIn(StraightenerContractTest.class))
        .containsAll(testsOf(StraightenerContract.class));
  }
}
