package dev.mintmark.image.assemble;

import dev.mintmark.content.Artifact;
import java.util.List;

/**
 * What the assembler made.
 *
 * @param images sorted by platform
 * @param files the file table
 */
public record Assembly(List<PlatformImage> images, Artifact files) {}
