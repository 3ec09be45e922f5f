package io.karyo.spi;

import io.karyo.model.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The parts that are announced on the class path.
 *
 * <p>They are looked up anew at each call, with the thread's context class loader or, if that sees
 * none, with the library's own. <b>Thread safety:</b> safe for concurrent calls.
 */
public final class Parts {

  private Parts() {}

  /**
   * Names a part in messages.
   *
   * @param kind its kind
   * @param part the part
   * @return the kind with the part's id, for example {@code encoder 'samediff'}, or with the name
   *     of its class if it has no id
   */
  public static String name(PartKind<?> kind, Part part) {
    String name = part.id().equals(Part.ANONYMOUS) ? part.getClass().getName() : part.id();
    return kind.property() + " '" + name + "'";
  }

  /**
   * Returns the ids of the announced parts of a kind.
   *
   * @param kind the kind
   * @return the ids in alphabetical order
   * @throws IllegalStateException if two providers announce the same id
   */
  public static List<String> ids(PartKind<?> kind) {
    return providers(kind).stream().map(PartProvider::id).toList();
  }

  /**
   * Makes a part by its id.
   *
   * @param <P> the plug-in interface
   * @param kind the kind
   * @param id the id
   * @param settings the settings, empty for the defaults
   * @return the part
   * @throws IllegalArgumentException if no provider announces the id, or a setting is wrong
   * @throws IllegalStateException if two providers announce the same id
   */
  public static <P extends Part> P create(PartKind<P> kind, String id, Settings settings) {
    for (PartProvider provider : providers(kind)) {
      if (provider.id().equals(id)) {
        return create(kind, provider, settings);
      }
    }
    throw new IllegalArgumentException(
        kind.property() + ": must be one of " + ids(kind) + ", found '" + id + "'");
  }

  /**
   * Makes a part of a model file: by a provider that {@link PartProvider#onlyPredicts} if there is
   * one that accepts the settings, else as {@link #create(PartKind, String, Settings)} does.
   *
   * @param <P> the plug-in interface
   * @param kind the kind
   * @param id the id
   * @param settings the settings
   * @return the part
   * @throws IllegalArgumentException if no provider announces the id, or a setting is wrong
   * @throws IllegalStateException if two providers of one sort announce the same id
   */
  public static <P extends Part> P createToPredict(PartKind<P> kind, String id, Settings settings) {
    for (PartProvider provider : announced(kind)) {
      if (provider.id().equals(id) && provider.onlyPredicts() && provider.accepts(settings)) {
        return create(kind, provider, settings);
      }
    }
    return create(kind, id, settings);
  }

  /**
   * Makes the default part of a kind.
   *
   * @param <P> the plug-in interface
   * @param kind the kind
   * @return the part that is declared the default, with its default settings
   * @throws IllegalStateException if none or more than one is
   */
  public static <P extends Part> P defaultPart(PartKind<P> kind) {
    return findDefaultPart(kind)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    kind.property()
                        + ": must be set, because no part on the class path is the default; found "
                        + ids(kind)));
  }

  /**
   * Makes the default part of a kind, if there is one.
   *
   * @param <P> the plug-in interface
   * @param kind the kind
   * @return the part that is declared the default, with its default settings; empty if none does
   * @throws IllegalStateException if more than one is
   */
  public static <P extends Part> Optional<P> findDefaultPart(PartKind<P> kind) {
    List<PartProvider> defaults = providers(kind).stream().filter(PartProvider::isDefault).toList();
    if (defaults.size() < 2) {
      return defaults.stream().findFirst().map(provider -> create(kind, provider, Settings.EMPTY));
    }
    throw new IllegalStateException(
        kind.property()
            + ": must be set, because more than one part on the class path is the default: "
            + describe(defaults.get(0))
            + " and "
            + describe(defaults.get(1)));
  }

  /**
   * Makes a part by a provider.
   *
   * @param <P> the plug-in interface
   * @param kind the kind
   * @param provider makes a part of that kind
   * @param settings the settings, empty for the defaults
   * @return the part
   * @throws IllegalArgumentException if a setting is wrong
   * @throws IllegalStateException if the provider makes a part of another kind or id
   */
  public static <P extends Part> P create(
      PartKind<P> kind, PartProvider provider, Settings settings) {
    Class<P> type = kind.type();
    Part part = Objects.requireNonNull(provider.create(settings), "part of " + describe(provider));
    if (!type.isInstance(part)) {
      throw new IllegalStateException(
          describe(provider) + ": must make a " + type.getName() + ", made " + part.getClass());
    }
    if (!part.id().equals(provider.id())) {
      throw new IllegalStateException(
          describe(provider) + ": must make a part of its id, made one of '" + part.id() + "'");
    }
    return type.cast(part);
  }

  private static List<PartProvider> announced(PartKind<?> kind) {
    List<PartProvider> found = sorted(kind, ServiceLoader.load(PartProvider.class));
    return found.isEmpty()
        ? sorted(kind, ServiceLoader.load(PartProvider.class, Parts.class.getClassLoader()))
        : found;
  }

  /** One provider for each id: the one that does more than predict, if there is one. */
  private static List<PartProvider> providers(PartKind<?> kind) {
    List<PartProvider> preferred = new ArrayList<>();
    for (PartProvider provider : announced(kind)) {
      PartProvider last = preferred.isEmpty() ? null : preferred.get(preferred.size() - 1);
      if (last == null || !last.id().equals(provider.id())) {
        preferred.add(provider);
      } else if (!provider.onlyPredicts()) {
        throw new IllegalStateException(
            kind.property()
                + ": two parts have one id: "
                + describe(last)
                + " and "
                + describe(provider));
      }
    }
    return preferred;
  }

  private static List<PartProvider> sorted(PartKind<?> kind, ServiceLoader<PartProvider> loader) {
    return loader.stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.kind() == kind)
        .sorted(
            Comparator.comparing(PartProvider::id)
                .thenComparing(PartProvider::onlyPredicts)
                .thenComparing(provider -> provider.getClass().getName()))
        .toList();
  }

  private static String describe(PartProvider provider) {
    return "'" + provider.id() + "' of " + provider.getClass().getName();
  }
}
