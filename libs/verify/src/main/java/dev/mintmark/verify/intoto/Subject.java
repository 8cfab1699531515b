package dev.mintmark.verify.intoto;

import dev.mintmark.content.Digest;
import java.util.Optional;

/**
 * What a statement is about.
 *
 * @param name free text; for an image its logical repository, without a host. cosign writes none,
 *     sigstore-java wants one.
 */
public record Subject(Optional<String> name, Digest digest) {}
