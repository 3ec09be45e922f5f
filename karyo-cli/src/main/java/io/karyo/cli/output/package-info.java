/** What the commands write: files, contact sheets and messages about failures. */
@NullMarked
package io.karyo.cli.output;

import org.jspecify.annotations.NullMarked;
