/** Contracts of the plug-in interfaces, for the tests of custom parts. */
@NullMarked
package io.karyo.testkit;

import org.jspecify.annotations.NullMarked;
