/** The commands that run on Apache Spark. */
@NullMarked
package io.karyo.examples.spark;

import org.jspecify.annotations.NullMarked;
