package dev.mintmark.cli.http;

/**
 * A server-sent event (HTML Living Standard, 9.2).
 *
 * @param id empty when none was sent yet
 * @param type {@code message} when the event names none
 */
public record ServerEvent(String id, String type, String data) {}
