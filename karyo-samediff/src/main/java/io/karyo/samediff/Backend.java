package io.karyo.samediff;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Detects the ND4J backend on the class path, and logs it once. */
public final class Backend {

  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private static final AtomicReference<@Nullable String> FAILURE = new AtomicReference<>();

  private static final String CPU = "CpuBackend";

  private static final String CUDA_CLASS = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  /** ND4J reads its arrays by sun.misc.Unsafe. A modular application starts without it. */
  private static final String UNSAFE_MODULE = "jdk.unsupported";

  private Backend() {}

  /**
   * Makes sure that there is a backend.
   *
   * @throws IllegalStateException if there is none, or it does not start; the message names the
   *     dependency to add, or why it does not start
   */
  public static void require() {
    if (ModuleLayer.boot().findModule(UNSAFE_MODULE).isEmpty()) {
      throw new IllegalStateException(
          "ND4J backend: must have the Java module "
              + UNSAFE_MODULE
              + ", found it left out; start java with --add-modules "
              + UNSAFE_MODULE);
    }
    String name;
    try {
      Nd4jBackend backend = Nd4j.getBackend();
      name = backend.getClass().getSimpleName();
      Nd4j.getExecutioner();
    } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      // Java keeps the reason for the first attempt only.
      FAILURE.compareAndSet(null, isNativeLibraryThere() ? doesNotStart(e) : missing());
      throw new IllegalStateException(FAILURE.get(), e);
    }
    if (SAID.compareAndSet(false, true)) {
      say(name);
    }
  }

  /**
   * Works outside of the workspaces that the application may have open in this thread: what is
   * allocated in one is lost when the application leaves it.
   */
  public static <T> T outsideWorkspaces(Supplier<? extends T> work) {
    MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
    try {
      return work.get();
    } finally {
      outside.close();
    }
  }

  /** Returns whether arrays lie in the memory that Java sees, too. */
  public static boolean onCpu() {
    return Nd4j.getBackend().getClass().getSimpleName().equals(CPU);
  }

  private static String doesNotStart(Throwable failure) {
    Throwable reason = failure;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    String why = reason instanceof IOException ? reason.getMessage() : reason.toString();
    return "ND4J backend: must start, failed with: "
        + why
        + "; it is on the class path, and unpacks its native library into ~/.javacpp/cache, the"
        + " folder for temporary files or that of the system property"
        + " org.bytedeco.javacpp.cachedir";
  }

  private static String missing() {
    String platform = platform();
    // Asked as a resource: what failed may be the class itself.
    if (Backend.class.getClassLoader().getResource(CUDA_CLASS) != null) {
      return "ND4J backend: org.nd4j:nd4j-cuda-11.6 is on the class path but does not work here; it"
          + " needs an NVIDIA driver, CUDA 11.6, cuDNN 8.3 and the same with classifier "
          + platform
          + "; for a CPU take org.nd4j:nd4j-native:1.0.0-M2.1 instead";
    }
    return "ND4J backend: must be on the class path, found none that works; add"
        + " org.nd4j:nd4j-native:1.0.0-M2.1 and the same with classifier "
        + platform
        + (platform.endsWith("x86_64") ? "-onednn" : "")
        + " (CPU), or org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1 (CUDA)";
  }

  private static void say(String backend) {
    boolean cpu = backend.equals(CPU);
    boolean oneDnn = cpu && hasOneDnn(platform());
    LOG.info("ND4J backend: {}{}", backend, oneDnn ? " with oneDNN" : "");
    if (cpu && !oneDnn && platform().endsWith("x86_64")) {
      LOG.warn(
          "the plain CPU library of ND4J is in use; with classifier {}-onednn training is several"
              + " times faster",
          platform());
    }
  }

  private static String platform() {
    return Loader.Detector.getPlatform();
  }

  private static boolean isNativeLibraryThere() {
    String platform = platform();
    return hasLibrary(platform) || hasOneDnn(platform);
  }

  /** The native jars differ in nothing but the folder of their library. */
  private static boolean hasOneDnn(String platform) {
    return hasLibrary(platform + "-onednn");
  }

  private static boolean hasLibrary(String classifier) {
    ClassLoader loader = Backend.class.getClassLoader();
    String folder = "org/nd4j/linalg/cpu/nativecpu/bindings/" + classifier;
    for (String extension : new String[] {"", "-avx2", "-avx512"}) {
      if (loader.getResource(folder + extension + "/libnd4jcpu.so") != null
          || loader.getResource(folder + extension + "/libnd4jcpu.dylib") != null
          || loader.getResource(folder + extension + "/nd4jcpu.dll") != null) {
        return true;
      }
    }
    return false;
  }
}
