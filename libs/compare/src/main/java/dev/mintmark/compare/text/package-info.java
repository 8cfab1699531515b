/** Compares lines: plain text, key=value, trees and calibration tables. */
@NullMarked
package dev.mintmark.compare.text;

import org.jspecify.annotations.NullMarked;
