package io.karyo.spi;

import io.karyo.model.Settings;
import java.util.Objects;
import java.util.function.Function;

/**
 * Registers one part with the library, through {@link java.util.ServiceLoader}: a public subclass
 * with a public constructor without parameters.
 *
 * <p>A module lists its providers in {@code META-INF/services/io.karyo.spi.PartProvider}. Parts are
 * looked up only by id among the registered ones; a model file cannot name a class.
 *
 * <p><b>Thread safety:</b> immutable, if the maker is stateless.
 */
public abstract class PartProvider {

  private final PartKind<?> kind;
  private final String id;
  private final Function<Settings, ? extends Part> maker;
  private final boolean isDefault;

  /**
   * Announces a part that is not the default of its kind.
   *
   * @param kind the kind
   * @param id the stable id, unique within its kind, as {@link Part#checkId} wants it
   * @param maker makes the part, see {@link #create}
   * @param <P> the plug-in interface of the kind
   */
  protected <P extends Part> PartProvider(
      PartKind<P> kind, String id, Function<Settings, ? extends P> maker) {
    this(kind, id, maker, false);
  }

  /**
   * Announces a part.
   *
   * @param kind the kind
   * @param id the stable id, unique within its kind, as {@link Part#checkId} wants it
   * @param maker makes the part, see {@link #create}
   * @param isDefault whether {@code Karyotyper.builder()} takes this part when the caller names
   *     none; at most one part of a kind may say so
   * @param <P> the plug-in interface of the kind
   */
  protected <P extends Part> PartProvider(
      PartKind<P> kind, String id, Function<Settings, ? extends P> maker, boolean isDefault) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.id = Part.checkId(id);
    this.maker = Objects.requireNonNull(maker, "maker");
    this.isDefault = isDefault;
  }

  /**
   * Makes the maker of a part that has no settings.
   *
   * @param part the part
   * @param <P> the plug-in interface of the part
   * @return returns the part for empty settings and refuses all others
   */
  protected static <P extends Part> Function<Settings, P> withoutSettings(P part) {
    return settings -> {
      settings.onlyKnown();
      return part;
    };
  }

  /** {@return the kind of part that this creates} */
  public final PartKind<?> kind() {
    return kind;
  }

  /** {@return the stable id, unique within its kind} */
  public final String id() {
    return id;
  }

  /**
   * Creates the part.
   *
   * @param settings as returned by {@link Part#settings()}; empty for the defaults
   * @return a part of {@link #kind()} with this id
   * @throws IllegalArgumentException if a setting is unknown or out of range
   */
  public final Part create(Settings settings) {
    return maker.apply(settings);
  }

  /**
   * Returns whether the part only predicts what another part of its id and kind has learned. Such a
   * provider is preferred when a model is loaded, if it {@link #accepts} the part's settings, and
   * is passed over otherwise. Among providers of one id, at most one may do more than predict.
   *
   * @return false unless overridden
   */
  public boolean onlyPredicts() {
    return false;
  }

  /**
   * Returns whether a provider that only predicts can make a part here.
   *
   * @param settings the settings of the part
   * @return true unless overridden
   */
  public boolean accepts(Settings settings) {
    return true;
  }

  /** {@return whether the part is the default of its kind} */
  public final boolean isDefault() {
    return isDefault;
  }
}
