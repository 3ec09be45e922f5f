/** Contracts of the plug-in interfaces, for the tests of your own parts. */
@NullMarked
package io.karyo.testkit;

import org.jspecify.annotations.NullMarked;
