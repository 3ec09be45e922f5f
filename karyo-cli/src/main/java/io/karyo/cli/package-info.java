/** The command line of karyo: train, evaluate, classify and straighten without writing code. */
@NullMarked
package io.karyo.cli;

import org.jspecify.annotations.NullMarked;
