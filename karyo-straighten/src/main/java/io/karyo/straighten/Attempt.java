package io.karyo.straighten;

import io.karyo.chromosome.Straightened;
import io.karyo.straighten.internal.Silhouette;
import io.karyo.straighten.internal.Strip;
import java.util.ArrayList;
import java.util.List;

/** The result of one method for a silhouette, for comparison with others. */
record Attempt(Silhouette of, Strip strip, String method, double quality, List<String> notes) {

  Attempt(Silhouette of, Strip strip, String method, double quality) {
    this(of, strip, method, quality, List.of());
  }

  /** Only turns the chromosome upright; the measured quality is multiplied by a factor. */
  static Attempt upright(Silhouette s, String method, double trust, String note) {
    Strip strip = Upright.turn(s, Upright.angle(s));
    return new Attempt(s, strip, method, trust * strip.quality(s)).note(note);
  }

  Attempt note(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Attempt(of, strip, method, quality, more);
  }

  /** Returns the attempt of higher quality; this one if they are equal. */
  Attempt orBetter(Attempt other) {
    return other.quality > quality ? other : this;
  }

  Straightened result() {
    Straightened.Builder builder = strip.result(of, method, quality);
    notes.forEach(builder::note);
    return builder.build();
  }
}
