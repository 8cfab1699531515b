/**
 * Python wheels (the binary distribution format, PEP 427 and what followed): checked against their
 * RECORD file by file, and laid out as pip lays them out, without running Python.
 *
 * <p>Where this differs from {@code pip install --no-deps --no-compile}, on purpose: INSTALLER says
 * {@code mintmark}; there is neither REQUESTED (a lock file names everything alike) nor
 * direct_url.json; pip's own wheel gets the scripts that it names and no versioned ones; a script
 * of the wheel that an entry point takes the place of leaves no row in RECORD. What pip takes and
 * is refused here: files that RECORD does not list or lists wrongly, two wheel files for one place,
 * names and versions that differ between file name, dist-info and METADATA.
 */
@NullMarked
package dev.mintmark.packages.wheel;

import org.jspecify.annotations.NullMarked;
