/** One build from the release file to its end: upload, request, follow. */
@NullMarked
package dev.mintmark.cli.build;

import org.jspecify.annotations.NullMarked;
