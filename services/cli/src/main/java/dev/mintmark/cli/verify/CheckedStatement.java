package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.verify.release.ReleaseStatement;

/**
 * A release statement that a trusted key signed.
 *
 * @param bytes of {@code release.env}
 * @param signature of {@code release.env.sig}
 */
public record CheckedStatement(ReleaseStatement statement, Artifact bytes, Artifact signature) {}
