/** What is to be built, checked, and free of the events' generated classes. */
@NullMarked
package dev.mintmark.image.request;

import org.jspecify.annotations.NullMarked;
