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
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.stream.Stream;

/** Keeps the house: which module may know of what. */
@AnalyzeClasses(packages = "io.karyo", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String[] API = {
    "io.karyo",
    "io.karyo.chromosome..",
    "io.karyo.data..",
    "io.karyo.image..",
    "io.karyo.internal..",
    "io.karyo.iscn..",
    "io.karyo.laboratory..",
    "io.karyo.metrics..",
    "io.karyo.model..",
    "io.karyo.photo..",
    "io.karyo.spi..",
    "io.karyo.training.."
  };

  private static final String STRAIGHTEN = "io.karyo.straighten..";
  private static final String METAPHASE = "io.karyo.metaphase..";
  private static final String NETWORK = "io.karyo.network..";
  private static final String SAMEDIFF = "io.karyo.samediff..";
  private static final String SIAMESE = "io.karyo.siamese..";
  private static final String UNET = "io.karyo.unet..";
  private static final String CLASSIFY = "io.karyo.classify..";
  private static final String ARCHIVE = "io.karyo.archive..";
  private static final String REVIEW = "io.karyo.review..";

  @ArchTest
  static final ArchRule theApiDependsOnLoggingAndAnnotationsOnly =
      noClasses()
          .that()
          .resideInAnyPackage(API)
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideOutsideOfPackages(
                  Stream.concat(
                          Stream.of(API),
                          Stream.of(
                              "java..", "javax.imageio..", "org.slf4j", "org.jspecify.annotations"))
                      .toArray(String[]::new)));

  @ArchTest
  static final ArchRule packagesFormNoCircle =
      SlicesRuleDefinition.slices().matching("io.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule internalsOfTheApiStayInside = internalsStayInside(API);

  @ArchTest static final ArchRule internalsOfStraightenStayInside = internalsStayInside(STRAIGHTEN);

  @ArchTest static final ArchRule internalsOfMetaphaseStayInside = internalsStayInside(METAPHASE);

  @ArchTest static final ArchRule internalsOfSiameseStayInside = internalsStayInside(SIAMESE);

  @ArchTest static final ArchRule internalsOfTheReviewStayInside = internalsStayInside(REVIEW);

  /** What is internal to a module is for its own packages only. */
  private static ArchRule internalsStayInside(String... module) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(module)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(module).and(resideInAnyPackage("io.karyo..internal..")));
  }

  @ArchTest
  static final ArchRule onlyModulesOnSameDiffKnowNd4j =
      noClasses()
          .that()
          .resideOutsideOfPackages(SAMEDIFF, SIAMESE, UNET)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyModulesThatReadPicturesKnowBoofCv =
      noClasses()
          .that()
          .resideOutsideOfPackages(STRAIGHTEN, METAPHASE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("boofcv..", "georegression..", "org.ddogleg..", "org.ejml..");

  @ArchTest
  static final ArchRule internalsOfBoofCvStayItsOwn =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("boofcv..impl..");

  @ArchTest
  static final ArchRule straightenDoesNotKnowItsNeighbours =
      noClasses()
          .that()
          .resideInAPackage(STRAIGHTEN)
          .should()
          .dependOnClassesThat(resideInAnyPackage(METAPHASE, SIAMESE, UNET, CLASSIFY));

  @ArchTest
  static final ArchRule metaphaseDoesNotKnowItsNeighbours =
      noClasses()
          .that()
          .resideInAPackage(METAPHASE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(STRAIGHTEN, NETWORK, SAMEDIFF, SIAMESE, UNET, CLASSIFY));

  @ArchTest
  static final ArchRule onlyTheUNetKnowsMetaphase =
      noClasses()
          .that()
          .resideInAnyPackage(STRAIGHTEN, NETWORK, SAMEDIFF, SIAMESE, CLASSIFY)
          .should()
          .dependOnClassesThat(resideInAnyPackage(METAPHASE));

  @ArchTest
  static final ArchRule networkKnowsTheApiOnly =
      noClasses()
          .that()
          .resideInAPackage(NETWORK)
          .should()
          .dependOnClassesThat(resideInAnyPackage(STRAIGHTEN, SAMEDIFF, SIAMESE, UNET, CLASSIFY));

  @ArchTest
  static final ArchRule straightenAndClassifyDoNotKnowNetworks =
      noClasses()
          .that()
          .resideInAnyPackage(STRAIGHTEN, CLASSIFY)
          .should()
          .dependOnClassesThat(resideInAnyPackage(NETWORK, SAMEDIFF, UNET));

  @ArchTest
  static final ArchRule sameDiffKnowsNoPart =
      noClasses()
          .that()
          .resideInAPackage(SAMEDIFF)
          .should()
          .dependOnClassesThat(resideInAnyPackage(STRAIGHTEN, METAPHASE, SIAMESE, UNET, CLASSIFY));

  @ArchTest
  static final ArchRule siameseDoesNotKnowItsNeighbours =
      noClasses()
          .that()
          .resideInAPackage(SIAMESE)
          .should()
          .dependOnClassesThat(resideInAnyPackage(STRAIGHTEN, UNET, CLASSIFY));

  @ArchTest
  static final ArchRule theUNetKnowsMetaphaseOnly =
      noClasses()
          .that()
          .resideInAPackage(UNET)
          .should()
          .dependOnClassesThat(resideInAnyPackage(STRAIGHTEN, SIAMESE, CLASSIFY));

  @ArchTest
  static final ArchRule classifyDoesNotKnowItsNeighbours =
      noClasses()
          .that()
          .resideInAPackage(CLASSIFY)
          .should()
          .dependOnClassesThat(resideInAnyPackage(STRAIGHTEN, SIAMESE, UNET));

  @ArchTest
  static final ArchRule archiveKnowsTheApiOnly =
      noClasses()
          .that()
          .resideInAPackage(ARCHIVE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  STRAIGHTEN, METAPHASE, NETWORK, SAMEDIFF, SIAMESE, UNET, CLASSIFY));

  @ArchTest
  static final ArchRule theLibraryPrintsNothing =
      noClasses()
          .that()
          // It only keeps SameDiff from printing.
          .doNotHaveFullyQualifiedName("io.karyo.samediff.QuietOutput")
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
                          && !isHush(call)
                          && !isOfItsOwnThread(call)))
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
    return call.getOriginOwner().getName().equals("io.karyo.samediff.QuietOutput")
        && call.getName().equals("setOut");
  }

  /** ND4J has a generator for each thread; a network is built in a thread of its own. */
  private static boolean isOfItsOwnThread(JavaMethodCall call) {
    return call.getOriginOwner().getName().equals("io.karyo.siamese.OwnNetwork")
        && (call.getName().equals("getRandom") || call.getName().equals("setSeed"));
  }

  @ArchTest
  static final ArchRule whatIsSharedByAllNeverChangesItsValue =
      fields().that().areStatic().should().beFinal();

  /** On a CPU the default training builds no SameDiff graph, so nothing else needs the filter. */
  @ArchTest
  static final ArchRule onlySameDiffGraphsAreDerivedQuietly =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.karyo.samediff.GradientSession")
          .should()
          .callMethod("io.karyo.samediff.QuietOutput", "run", Runnable.class.getName());

  @ArchTest
  static final ArchRule picturesAreReadInOnePlaceAndDrawnInOthers =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.karyo.image",
              "io.karyo.classify.karyogram",
              "io.karyo.review.internal.page",
              "io.karyo.review.internal.export")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule onlyTheKaryogramKnowsBatik =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.karyo.classify.karyogram")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.batik..");

  @ArchTest
  static final ArchRule onlyTheServerOfReviewsKnowsHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.karyo.review", "io.karyo.review.internal.server")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.net.httpserver..");

  @ArchTest
  static final ArchRule onlyExportsOfReviewsKnowPdfBox =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.karyo.review.internal.export")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pdfbox..", "de.rototor.pdfbox..");

  @ArchTest
  static final ArchRule engineTypesStayOutOfPublicSignatures =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages("io.karyo..internal..", SAMEDIFF)
          .and()
          // It hands out graphs.
          .areNotDeclaredIn("io.karyo.siamese.SameDiffGraphs")
          .and()
          .areNotDeclaredIn("io.karyo.siamese.SameDiffNetwork")
          .and()
          .areNotDeclaredIn("io.karyo.siamese.ResidualNetwork")
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
