/** OCI image layouts as they are written: the names of their files, and tars of the same bytes. */
@NullMarked
package dev.mintmark.cli.layout;

import org.jspecify.annotations.NullMarked;
