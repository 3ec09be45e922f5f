/** The commands that find chromosomes in photographs and cut them out. */
@NullMarked
package io.karyo.cli.photograph;

import org.jspecify.annotations.NullMarked;
