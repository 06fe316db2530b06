package dev.jcompose.engine.operation;

import dev.jcompose.planner.plan.Plan;

/**
 * The outcome of {@code up}.
 *
 * @param plan what was done
 * @param exitCode what the command should end with: 0, the code a rule names, or 130 when the user stopped it
 */
public record UpResult(Plan plan, int exitCode) {}
