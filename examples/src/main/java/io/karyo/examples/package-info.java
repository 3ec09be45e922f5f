/** Small programs to copy from: each shows one way to use karyo, and can be started. */
@NullMarked
package io.karyo.examples;

import org.jspecify.annotations.NullMarked;
