/**
 * Evaluation of predictions, with confidence intervals.
 *
 * <pre>{@code
 * List<Prediction> predictions = ...; // Prediction.of(item, classification.probabilities())
 * Evaluation evaluation = Evaluation.of(predictions);
 * evaluation.accuracy();
 * evaluation.riskCoverage().coverageAtPrecision(0.99);
 * Bootstrap.byPatient(predictions, 1999, 42).interval(Evaluation::accuracy, 0.95);
 * }</pre>
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types state theirs.
 */
@NullMarked
package io.karyo.metrics;

import org.jspecify.annotations.NullMarked;
