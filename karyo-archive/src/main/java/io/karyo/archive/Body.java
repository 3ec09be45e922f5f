package io.karyo.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A chromosome in the making: its pixels and what is doubtful about it; not thread-safe. */
final class Body {

  Blob blob;
  final List<Warning> warnings = new ArrayList<>();

  Body(Blob blob) {
    this.blob = blob;
  }

  void warn(Doubt doubt, String format, Object... arguments) {
    Warning warning = new Warning(doubt, String.format(Locale.ROOT, format, arguments));
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }
}
