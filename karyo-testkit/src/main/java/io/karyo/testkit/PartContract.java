package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.model.Settings;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The common contract of all kinds of parts: id, settings and provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PartContract<P extends Part> {

  private final PartKind<P> kind;

  PartContract(PartKind<P> kind) {
    this.kind = kind;
  }

  abstract P part();

  /**
   * Checks that a part created again from its settings gives the same results as {@link #part()}.
   */
  abstract void assertAnswersAlike(P remade) throws Exception;

  /**
   * {@return the provider that creates the part when a model file is loaded; default empty, which
   * skips the tests of the provider}
   */
  protected Optional<PartProvider> provider() {
    return Optional.empty();
  }

  private PartProvider assumeProvider() {
    assumeTrue(provider().isPresent(), "the contract was given no provider");
    return provider().orElseThrow();
  }

  @Test
  void idIsAnonymousOrWellFormed() {
    String id = part().id();
    if (!id.equals(Part.ANONYMOUS)) {
      assertThat(Part.checkId(id)).isEqualTo(id);
    }
  }

  @Test
  void settingsAreTheSameAfterBeingWrittenAndRead() {
    Settings settings = part().settings();
    assertThat(Settings.of(settings.asMap())).isEqualTo(settings);
    assertThat(part().settings()).as("settings asked for twice").isEqualTo(settings);
  }

  @Test
  void providerMakesAPartOfItsKindWithDefaults() {
    PartProvider provider = assumeProvider();
    assertThat(provider.kind()).isEqualTo(kind);
    assertThat(Part.checkId(provider.id())).isEqualTo(part().id());
    assertThat(kind.type().cast(provider.create(Settings.EMPTY)).id()).isEqualTo(provider.id());
  }

  @Test
  void providerMakesAnEqualPartFromItsSettings() throws Exception {
    PartProvider provider = assumeProvider();
    Settings settings = part().settings();
    P remade = kind.type().cast(provider.create(Settings.of(settings.asMap())));
    assertThat(remade.id()).isEqualTo(part().id());
    assertThat(remade.settings()).isEqualTo(settings);
    assertAnswersAlike(remade);
  }

  @Test
  void providerRefusesASettingThatItDoesNotKnow() {
    PartProvider provider = assumeProvider();
    Settings misspelt = Settings.EMPTY.with("no-part-has-this-setting", 1);
    assertThatThrownBy(() -> provider.create(misspelt))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
