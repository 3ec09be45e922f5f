package io.karyo.bundle;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.stream.Stream;

/** Keeps the house: which module may know of what. */
@AnalyzeClasses(packages = "io.karyo", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String[] API = {
    "io.karyo", "io.karyo.data", "io.karyo.metrics", "io.karyo.spi"
  };

  @ArchTest
  static final ArchRule theApiDependsOnLoggingAndAnnotationsOnly =
      noClasses()
          .that()
          .resideInAnyPackage(API)
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideOutsideOfPackages(
                  "io.karyo",
                  "io.karyo.data",
                  "io.karyo.metrics",
                  "io.karyo.spi",
                  "java..",
                  "javax.imageio..",
                  "org.slf4j",
                  "org.jspecify.annotations"));

  @ArchTest
  static final ArchRule onlyTheSiameseModuleKnowsNd4j =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.karyo.siamese")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheStraightenModuleKnowsBoofCv =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.karyo.straighten")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("boofcv..", "georegression..", "org.ddogleg..", "org.ejml..");

  @ArchTest
  static final ArchRule straightenDoesNotKnowItsNeighbours =
      noClasses()
          .that()
          .resideInAPackage("io.karyo.straighten")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.karyo.siamese", "io.karyo.classify"));

  @ArchTest
  static final ArchRule siameseDoesNotKnowItsNeighbours =
      noClasses()
          .that()
          .resideInAPackage("io.karyo.siamese")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.karyo.straighten", "io.karyo.classify"));

  @ArchTest
  static final ArchRule classifyDoesNotKnowItsNeighbours =
      noClasses()
          .that()
          .resideInAPackage("io.karyo.classify")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.karyo.straighten", "io.karyo.siamese"));

  @ArchTest
  static final ArchRule theLibraryPrintsNothing =
      noClasses()
          .that()
          // It only keeps SameDiff from printing.
          .doNotHaveFullyQualifiedName("io.karyo.siamese.QuietOutput")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule nothingIsReadOrWrittenByJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.io.ObjectInput.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.io.ObjectOutput.class);

  @ArchTest
  static final ArchRule noClassIsLookedUpByAName =
      noClasses()
          .should()
          .callMethod(Class.class, "forName", String.class)
          .orShould()
          .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
          .orShould()
          .callMethod(ClassLoader.class, "loadClass", String.class);

  @ArchTest
  static final ArchRule chanceIsSeeded =
      noClasses()
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callConstructor(java.util.SplittableRandom.class);

  /** What would change for the whole program, by the class that owns it and the method's name. */
  private static final Map<String, String> GLOBAL =
      Map.ofEntries(
          Map.entry(
              "java.lang.System",
              "setProperty|setProperties|clearProperty|setOut|setErr|setIn|setSecurityManager"),
          Map.entry("java.lang.Thread", "setDefaultUncaughtExceptionHandler"),
          Map.entry("java.lang.Runtime", "addShutdownHook|exit|halt"),
          Map.entry("java.util.Locale", "setDefault"),
          Map.entry("java.util.TimeZone", "setDefault"),
          Map.entry("java.util.logging.Logger", "setLevel|addHandler|setUseParentHandlers"),
          Map.entry("java.util.logging.LogManager", ".*Configuration|reset"),
          Map.entry("javax.imageio.ImageIO", "setUseCache|setCacheDirectory|scanForPlugins"),
          Map.entry("javax.imageio.spi.ServiceRegistry", "(de)?register.*|(un)?setOrdering"),
          Map.entry("javax.imageio.spi.IIORegistry", "registerApplicationClasspathSpis"),
          Map.entry("boofcv.concurrency.BoofConcurrency", ".*"),
          Map.entry("org.nd4j.linalg.factory.Nd4j", "set.*|getRandom|enableFallbackMode"),
          Map.entry("org.nd4j.linalg.factory.Environment", "set.*"),
          Map.entry("org.nd4j.linalg.api.rng.Random", "setSeed|setStates"));

  @ArchTest
  static final ArchRule globalStateIsLeftAlone =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "changes what belongs to the whole program",
                  (JavaMethodCall call) ->
                      GLOBAL.entrySet().stream()
                              .anyMatch(
                                  owner ->
                                      call.getTargetOwner().isAssignableTo(owner.getKey())
                                          && call.getName().matches(owner.getValue()))
                          && !isHush(call)))
          .orShould()
          .accessFieldWhere(
              DescribedPredicate.describe(
                  "is BoofCV's switch",
                  access ->
                      access
                          .getTargetOwner()
                          .getName()
                          .equals("boofcv.concurrency.BoofConcurrency")));

  /** SameDiff prints while it derives a graph; a moment's filter keeps that from the program. */
  private static boolean isHush(JavaMethodCall call) {
    return call.getOriginOwner().getName().equals("io.karyo.siamese.QuietOutput")
        && call.getName().equals("setOut");
  }

  @ArchTest
  static final ArchRule whatIsSharedByAllNeverChangesItsValue =
      fields().that().areStatic().should().beFinal();

  /** On a CPU the default training builds no SameDiff graph, so nothing else needs the filter. */
  @ArchTest
  static final ArchRule onlySameDiffGraphsAreDerivedQuietly =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.karyo.siamese.GradientSession")
          .should()
          .callMethod("io.karyo.siamese.QuietOutput", "run", Runnable.class.getName());

  @ArchTest
  static final ArchRule picturesAreReadInOnePlaceAndDrawnInAnother =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.karyo")
          .and()
          .haveNameNotMatching("io\\.karyo\\.classify\\.Karyogram.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule onlyTheKaryogramKnowsBatik =
      noClasses()
          .that()
          .haveNameNotMatching("io\\.karyo\\.classify\\.KaryogramSvg.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.batik..");

  @ArchTest
  static final ArchRule engineTypesStayOutOfPublicSignatures =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should(
              new ArchCondition<JavaMethod>("not mention ND4J or BoofCV") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  Stream.concat(
                          method.getRawParameterTypes().stream(),
                          Stream.of(method.getRawReturnType()))
                      .map(JavaClass::getName)
                      .filter(name -> name.startsWith("org.nd4j") || name.startsWith("boofcv"))
                      .forEach(
                          name ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      method, method.getFullName() + " mentions " + name)));
                }
              });
}
