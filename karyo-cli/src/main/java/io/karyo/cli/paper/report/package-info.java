/** What the report on the table is made of: its page, charts, maps and other sections. */
@NullMarked
package io.karyo.cli.paper.report;

import org.jspecify.annotations.NullMarked;
