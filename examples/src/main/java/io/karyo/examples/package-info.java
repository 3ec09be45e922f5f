/** The command line of karyo: train, evaluate, classify and straighten without writing code. */
@NullMarked
package io.karyo.examples;

import org.jspecify.annotations.NullMarked;
