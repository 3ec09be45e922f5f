package io.karyo.chromosome;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The 24 types of human chromosomes: 1 to 22 (autosomes), X and Y.
 *
 * <p>The order of the constants, {@link #ordinal()}, is the order of every per-type array of the
 * library. <b>Thread safety:</b> immutable.
 */
public enum ChromosomeType {
  /** Chromosome 1. */
  C1(DenverGroup.A),
  /** Chromosome 2. */
  C2(DenverGroup.A),
  /** Chromosome 3. */
  C3(DenverGroup.A),
  /** Chromosome 4. */
  C4(DenverGroup.B),
  /** Chromosome 5. */
  C5(DenverGroup.B),
  /** Chromosome 6. */
  C6(DenverGroup.C),
  /** Chromosome 7. */
  C7(DenverGroup.C),
  /** Chromosome 8. */
  C8(DenverGroup.C),
  /** Chromosome 9. */
  C9(DenverGroup.C),
  /** Chromosome 10. */
  C10(DenverGroup.C),
  /** Chromosome 11. */
  C11(DenverGroup.C),
  /** Chromosome 12. */
  C12(DenverGroup.C),
  /** Chromosome 13. */
  C13(DenverGroup.D),
  /** Chromosome 14. */
  C14(DenverGroup.D),
  /** Chromosome 15. */
  C15(DenverGroup.D),
  /** Chromosome 16. */
  C16(DenverGroup.E),
  /** Chromosome 17. */
  C17(DenverGroup.E),
  /** Chromosome 18. */
  C18(DenverGroup.E),
  /** Chromosome 19. */
  C19(DenverGroup.F),
  /** Chromosome 20. */
  C20(DenverGroup.F),
  /** Chromosome 21. */
  C21(DenverGroup.G),
  /** Chromosome 22. */
  C22(DenverGroup.G),
  /** The X chromosome. */
  X(DenverGroup.C),
  /** The Y chromosome. */
  Y(DenverGroup.G);

  /** All types in the order of {@link #ordinal()}. */
  public static final List<ChromosomeType> ALL = List.of(values());

  private final DenverGroup group;
  private final String label;

  ChromosomeType(DenverGroup group) {
    this.group = group;
    this.label = name().startsWith("C") ? name().substring(1) : name();
  }

  /** {@return the cytogenetic label: {@code "1"} to {@code "22"}, {@code "X"} or {@code "Y"}} */
  public String label() {
    return label;
  }

  /** {@return the Denver group} */
  public DenverGroup group() {
    return group;
  }

  /** {@return whether this is one of 1 to 22; false for X and Y} */
  public boolean isAutosome() {
    return this != X && this != Y;
  }

  /**
   * Finds a type by its label.
   *
   * @param label {@code "1"} to {@code "22"}, {@code "X"} or {@code "Y"}, in either case
   * @return the type
   * @throws IllegalArgumentException if there is no such type
   */
  public static ChromosomeType of(String label) {
    return find(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "label: must be 1 to 22, X or Y, found '" + label + "'"));
  }

  /**
   * Finds a type by its label, if there is one.
   *
   * @param label any text
   * @return the type, or empty if the text is not a label
   */
  public static Optional<ChromosomeType> find(String label) {
    String wanted = label.toUpperCase(Locale.ROOT);
    return ALL.stream().filter(type -> type.label.equals(wanted)).findFirst();
  }

  /** {@return the {@linkplain #label() label}} */
  @Override
  public String toString() {
    return label;
  }
}
