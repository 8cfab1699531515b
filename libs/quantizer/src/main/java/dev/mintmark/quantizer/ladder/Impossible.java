package dev.mintmark.quantizer.ladder;

/**
 * A rung that cannot be made of the model, whatever the samples say; the ladder goes on.
 *
 * @param code of the refusal, e.g. {@code QNT-074}
 * @param found why, for people
 */
public record Impossible(String rung, String code, String found) {}
