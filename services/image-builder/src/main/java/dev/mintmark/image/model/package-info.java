/** The OCI artifacts that hold models, beside the images. */
@NullMarked
package dev.mintmark.image.model;

import org.jspecify.annotations.NullMarked;
