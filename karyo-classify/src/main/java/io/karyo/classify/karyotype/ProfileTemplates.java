package io.karyo.classify.karyotype;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Ideogram;
import io.karyo.spi.AssignerTraining.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The mean band profile of each type with its p arm up, learned from chromosomes that may lie
 * either way up.
 *
 * @param profiles one row a type; zeros for a type that was not trained
 * @param upright whether the chromosomes that were learned from had their p arm up
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ProfileTemplates(float[][] profiles, boolean upright) {

  private static final int ROUNDS = 5;

  /** Learns the templates; the ideograms show which end is the p arm. */
  static ProfileTemplates of(List<Example> examples) {
    List<List<float[]>> byType = new ArrayList<>();
    ChromosomeType.ALL.forEach(type -> byType.add(new ArrayList<>()));
    for (Example example : examples) {
      byType
          .get(example.type().ordinal())
          .add(
              new BandProfile(example.chromosome().straightened().bandProfile())
                  .resized(Profiles.SIZE)
                  .toArray());
    }
    boolean upright =
        Ideogram.areUpright(
            examples.stream().map(example -> example.chromosome().straightened()).toList(),
            examples.stream().map(Example::type).toList());
    float[][] templates = new float[TypeMeans.TYPES][Profiles.SIZE];
    for (ChromosomeType type : ChromosomeType.ALL) {
      List<float[]> profiles = byType.get(type.ordinal());
      if (!profiles.isEmpty()) {
        templates[type.ordinal()] = upright ? mean(profiles) : aligned(profiles, ideal(type));
      }
    }
    return new ProfileTemplates(templates, upright);
  }

  private static double[] ideal(ChromosomeType type) {
    return Profiles.normalised(Ideogram.of(type).profile(Profiles.SIZE).toArray());
  }

  /** How much better a profile fits a template as it is than turned: -2 to 2. */
  private static double fit(float[] profile, double[] template) {
    double[] normalised = Profiles.normalised(profile);
    return Profiles.correlation(normalised, template)
        - Profiles.correlation(Profiles.turned(normalised), template);
  }

  private static float[] mean(List<float[]> profiles) {
    double[] sums = new double[Profiles.SIZE];
    for (float[] profile : profiles) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += profile[i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / profiles.size());
    }
    return mean;
  }

  /** The mean of profiles that are turned to lie the same way: that of the ideal one. */
  private static float[] aligned(List<float[]> profiles, double[] ideal) {
    double[] template = ideal;
    float[] mean = mean(profiles);
    for (int round = 0; round < ROUNDS; round++) {
      List<float[]> turned = new ArrayList<>(profiles.size());
      for (float[] profile : profiles) {
        turned.add(fit(profile, template) >= 0 ? profile : reversed(profile));
      }
      mean = mean(turned);
      template = Profiles.normalised(mean);
    }
    // The many tell more surely than each of them which end is which.
    return fit(mean, ideal) >= 0 ? mean : reversed(mean);
  }

  private static float[] reversed(float[] profile) {
    float[] reversed = new float[profile.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = profile[profile.length - 1 - i];
    }
    return reversed;
  }

  /** How much better a chromosome's profile fits its type with the p arm up: -2 to 2. */
  double fit(double[] profile, ChromosomeType type) {
    double[] template = Profiles.normalised(profiles[type.ordinal()]);
    return Profiles.correlation(profile, template)
        - Profiles.correlation(Profiles.turned(profile), template);
  }

  /** How alike a chromosome's profile is to that of its type, the way it has to lie: -1 to 1. */
  double correlation(double[] profile, ChromosomeType type) {
    double[] template = Profiles.normalised(profiles[type.ordinal()]);
    double asItLies = Profiles.correlation(profile, template);
    return upright
        ? asItLies
        : Math.max(asItLies, Profiles.correlation(Profiles.turned(profile), template));
  }

  Optional<BandProfile> of(ChromosomeType type) {
    float[] profile = profiles[type.ordinal()];
    return Arrays.equals(profile, new float[profile.length])
        ? Optional.empty()
        : Optional.of(new BandProfile(profile));
  }
}
