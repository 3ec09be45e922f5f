/** Helpers for those who write trainers: epochs with patience, and work shared between threads. */
@NullMarked
package io.karyo.training;

import org.jspecify.annotations.NullMarked;
