package io.karyo.benchmarks;

import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import io.karyo.straighten.Straighteners;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** How fast pictures that are in memory are straightened. */
final class StraighteningSection implements Section {

  private static final int IMAGES = 4_000;
  private static final int PEER_IMAGES = 1_000;
  private static final int CHUNK = 64;

  @Override
  public void run(Context context) throws Exception {
    List<ChromosomeImage> images = context.material.images(IMAGES);
    Straightener auto = Straighteners.auto();
    List<Series> rates =
        context.rounds.measure(
            Rounds.Contender.repeating(() -> straighten(images, auto, 2)),
            Rounds.Contender.repeating(() -> straighten(images, auto, 1)));
    context.table.figure(
        "straightening, auto, 2 threads", "images/s", rates.get(0), Goal.atLeast(13_000, 20_000));
    context.table.ratio(
        "– second core",
        "images/s",
        rates.get(0),
        "1 thread",
        rates.get(1),
        Goal.atLeast(1.8, 1.95));
    imageJ(context, images);
  }

  private static int straighten(List<ChromosomeImage> images, Straightener method, int threads)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Thread> workers =
        IntStream.range(0, threads)
            .mapToObj(
                t ->
                    new Thread(
                        () -> {
                          for (int from = next.getAndAdd(CHUNK);
                              from < images.size();
                              from = next.getAndAdd(CHUNK)) {
                            int to = Math.min(images.size(), from + CHUNK);
                            images.subList(from, to).forEach(method::straighten);
                          }
                        }))
            .toList();
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      worker.join();
    }
    return images.size();
  }

  private static void imageJ(Context context, List<ChromosomeImage> images) throws Exception {
    Straightener medialAxis = Straighteners.medialAxis();
    List<ImageJ.Task> tasks = new ArrayList<>();
    for (ChromosomeImage image : Material.every(images, PEER_IMAGES)) {
      AxisProbe.of(image).ifPresent(axis -> tasks.add(new ImageJ.Task(image, axis)));
    }
    List<Series> rates =
        context.rounds.measure(
            Rounds.Contender.repeating(
                () -> {
                  tasks.forEach(task -> medialAxis.straighten(task.image));
                  return tasks.size();
                }),
            Rounds.Contender.repeating(
                () -> {
                  tasks.forEach(ImageJ.Task::skeletonise);
                  tasks.forEach(ImageJ.Task::straighten);
                  return tasks.size();
                }),
            Rounds.Contender.repeating(
                () -> {
                  tasks.forEach(task -> task.axis.sample());
                  return tasks.size();
                }),
            Rounds.Contender.repeating(
                () -> {
                  tasks.forEach(ImageJ.Task::straighten);
                  return tasks.size();
                }));
    context.table.ratio(
        "sampling along a given axis, 1 thread",
        "images/s",
        rates.get(2),
        "ImageJ, straightener",
        rates.get(3),
        Goal.atLeast(1.2, 2));
    context.table.ratio(
        "straightening, medial axis, 1 thread",
        "images/s",
        rates.get(0),
        "ImageJ, skeleton and straightener",
        rates.get(1),
        Goal.atLeast(0.8, 1.2));
  }
}
