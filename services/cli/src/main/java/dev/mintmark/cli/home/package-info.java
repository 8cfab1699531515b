/** Where things are: the checkout that the command belongs to, and the folder of its stack. */
@NullMarked
package dev.mintmark.cli.home;

import org.jspecify.annotations.NullMarked;
