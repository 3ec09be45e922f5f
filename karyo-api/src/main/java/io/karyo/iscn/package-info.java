/**
 * Karyotypes in ISCN notation, of one cell and of a case.
 *
 * <p><b>Thread safety:</b> all types are immutable.
 */
@NullMarked
package io.karyo.iscn;

import org.jspecify.annotations.NullMarked;
