/**
 * What was tried, as documents: the measures that are stored with a release, and a page for people
 * with what this machine took.
 */
@NullMarked
package dev.mintmark.convert.report;

import org.jspecify.annotations.NullMarked;
