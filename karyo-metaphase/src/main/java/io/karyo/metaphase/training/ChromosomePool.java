package io.karyo.metaphase.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The lone chromosomes of a photograph, at its own scale, with the direction of each. */
final class ChromosomePool {

  /** How far the light around a chromosome is copied with it, in widths of a chromosome. */
  private static final double HALO = 0.3;

  private final LabelledPicture picture;
  private final int around;
  private final List<Double> angles = new ArrayList<>();
  private final List<Double> lengths = new ArrayList<>();

  /**
   * Measures chromosomes.
   *
   * @param width of a chromosome, px
   */
  ChromosomePool(LabelledPicture picture, double width) {
    this.picture = picture;
    around = (int) Math.max(2, Math.round(HALO * width));
    picture.alone.forEach(this::measure);
  }

  /** Finds the direction by the second moments, and the length along it. */
  private void measure(int[] pixels) {
    Axis axis = Axis.of(pixels, picture.width);
    double least = 0;
    double most = 0;
    for (int pixel : pixels) {
      int row = pixel / picture.width;
      double dx = pixel % picture.width - axis.x();
      double dy = row - axis.y();
      double along = dx * Math.cos(axis.angle()) + dy * Math.sin(axis.angle());
      least = Math.min(least, along);
      most = Math.max(most, along);
    }
    angles.add(axis.angle());
    lengths.add(most - least);
  }

  int size() {
    return angles.size();
  }

  /** The length of a chromosome, px. */
  double length(int chromosome) {
    return lengths.get(chromosome);
  }

  int around() {
    return around;
  }

  /** Copies a chromosome so that it lies at an angle, either end up and mirrored or not. */
  LoneChromosome posed(int chromosome, double angle, SplittableRandom random) {
    double to = random.nextBoolean() ? angle : angle + Math.PI;
    Turn turn = Turn.of(angles.get(chromosome), to, random.nextBoolean() ? 1 : -1);
    return LoneChromosome.of(picture, picture.alone.get(chromosome), turn, around);
  }
}
