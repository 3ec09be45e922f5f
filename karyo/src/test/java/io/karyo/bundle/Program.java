package io.karyo.bundle;

import boofcv.concurrency.BoofConcurrency;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import javax.imageio.ImageIO;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What belongs to the whole program, and a library must leave as it is. */
final class Program {

  private Program() {}

  /** All of it as it is now, by name. */
  static Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    Map<Object, Object> properties = new TreeMap<>(System.getProperties());
    // The JDK notes there what it found, such as its font manager, when it loads a class for
    // images.
    properties.keySet().removeIf(name -> name.toString().startsWith("sun."));
    state.put("system properties", properties);
    state.put("standard output", System.out);
    state.put("standard error", System.err);
    state.put("standard input", System.in);
    state.put("locale", Locale.getDefault());
    state.put("time zone", TimeZone.getDefault());
    state.put(
        "uncaught exceptions", Optional.ofNullable(Thread.getDefaultUncaughtExceptionHandler()));
    state.put("class loader", Thread.currentThread().getContextClassLoader());
    state.put("logger levels", levels());
    state.put("ImageIO's cache", ImageIO.getUseCache());
    state.put("ImageIO's folder", Optional.ofNullable(ImageIO.getCacheDirectory()));
    state.put("BoofCV's threads", BoofConcurrency.USE_CONCURRENT);
    state.put("ND4J's type", Nd4j.dataType());
    state.put("ND4J's floating type", Nd4j.defaultFloatingPointType());
    state.put(
        "OpenMP's threads of the caller",
        NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
    return state;
  }

  private static Map<String, String> levels() {
    Map<String, String> levels = new TreeMap<>();
    for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
      Logger logger = LogManager.getLogManager().getLogger(name);
      if (logger != null && logger.getLevel() != null) {
        levels.put(name, logger.getLevel().getName());
      }
    }
    return levels;
  }
}
