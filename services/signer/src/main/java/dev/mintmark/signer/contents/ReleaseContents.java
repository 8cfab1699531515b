package dev.mintmark.signer.contents;

import dev.mintmark.content.Tree;
import dev.mintmark.signer.chain.ReleaseChain;
import java.util.SortedMap;

/**
 * A release whose objects are all there and fit its hand-offs.
 *
 * @param smoke the sample tensors
 * @param expected by target, what the model made of them
 */
public record ReleaseContents(ReleaseChain chain, Tree smoke, SortedMap<String, Tree> expected) {}
