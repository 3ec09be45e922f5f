package io.karyo.spark;

import io.karyo.Karyotyper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that are loaded in this Java virtual machine, each once. A model is kept when its last
 * task ends, because the next stage will need it. Of unused models only the latest are kept, so
 * that they do not fill a long-lived executor.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
final class Models {

  /** The models of this Java virtual machine, shared by all tasks of an executor. */
  static final Models OF_EXECUTOR = new Models();

  private static final Logger LOG = LoggerFactory.getLogger(Models.class);

  private static final int IDLE_KEPT = 2;

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Models() {}

  private static final class Entry {
    private int users;
    private @Nullable Karyotyper karyotyper;

    /** Loads a model once; other tasks wait for it only if they need the same model. */
    synchronized Karyotyper load(Supplier<Karyotyper> loader) {
      if (karyotyper == null) {
        karyotyper = loader.get();
      }
      return karyotyper;
    }

    synchronized boolean isLoaded() {
      return karyotyper != null;
    }

    synchronized void close() {
      if (karyotyper != null) {
        karyotyper.close();
      }
    }
  }

  /** Lends a model to the task of this thread, until the task ends. */
  static Karyotyper ofTask(KaryotyperSource source) {
    Karyotyper karyotyper =
        OF_EXECUTOR.lend(
            source.hash(),
            () -> {
              LOG.info("loading {}", source);
              return source.load();
            });
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskCompletionListener) ended -> OF_EXECUTOR.giveBack(source.hash()));
    return karyotyper;
  }

  /**
   * Lends a model.
   *
   * @param key identifies a model
   * @param loader loads it if it is not there
   */
  Karyotyper lend(String key, Supplier<Karyotyper> loader) {
    Entry entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(key, absent -> new Entry());
      entry.users++;
    }
    try {
      return entry.load(loader);
    } catch (RuntimeException | Error e) {
      giveBack(key);
      throw e;
    }
  }

  void giveBack(String key) {
    List<Entry> leaving = new ArrayList<>();
    synchronized (entries) {
      Entry given = entries.get(key);
      if (given == null || given.users < 1) {
        throw new IllegalStateException("model: must have been lent, found " + key);
      }
      given.users--;
      // Taken out and put back: the order is that in which they fell idle.
      entries.remove(key);
      // One that failed to load is no model, and should push none out.
      if (given.users > 0 || given.isLoaded()) {
        entries.put(key, given);
      }
      int idle = (int) entries.values().stream().filter(entry -> entry.users == 0).count();
      for (Iterator<Entry> all = entries.values().iterator(); idle > IDLE_KEPT; ) {
        Entry entry = all.next();
        if (entry.users == 0) {
          all.remove();
          leaving.add(entry);
          idle--;
        }
      }
    }
    leaving.forEach(Entry::close);
  }
}
