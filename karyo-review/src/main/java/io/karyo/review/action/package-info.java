/**
 * The actions of a review: what a person can do, what was done, and the failure to do it again from
 * a file.
 */
@NullMarked
package io.karyo.review.action;

import org.jspecify.annotations.NullMarked;
