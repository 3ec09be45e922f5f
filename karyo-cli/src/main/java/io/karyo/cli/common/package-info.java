/** What several commands share: their base class, options, and what they read and write. */
@NullMarked
package io.karyo.cli.common;

import org.jspecify.annotations.NullMarked;
