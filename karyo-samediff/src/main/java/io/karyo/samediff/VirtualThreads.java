package io.karyo.samediff;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Tells virtual threads from others, on the Java versions that have them. */
public final class VirtualThreads {

  private static final @Nullable Method IS_VIRTUAL = find();

  private VirtualThreads() {}

  private static @Nullable Method find() {
    try {
      return Thread.class.getMethod("isVirtual");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  public static boolean isCurrent() {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invoke(Thread.currentThread());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
