package io.karyo.cli.paper;

/** How images are drawn. */
enum Protocol {
  /** No patient is in two parts. */
  PATIENT,
  /**
   * From all images regardless of the patient, as in the paper: the homologue of a test image may
   * be in the training part.
   */
  IMAGE
}
