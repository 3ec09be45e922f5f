/** The command that trains and adapts models. */
@NullMarked
package io.karyo.cli.train;

import org.jspecify.annotations.NullMarked;
