/**
 * How good predictions are, and how sure that is.
 *
 * <pre>{@code
 * List<Prediction> predictions = ...; // Prediction.of(item, classification.probabilities())
 * Evaluation evaluation = Evaluation.of(predictions);
 * evaluation.accuracy();
 * evaluation.riskCoverage().coverageAtPrecision(0.99);
 * Bootstrap.byPatient(predictions, 1999, 42).interval(Evaluation::accuracy, 0.95);
 * }</pre>
 */
@NullMarked
package io.karyo.metrics;

import org.jspecify.annotations.NullMarked;
