using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>The undo window is over: drop the previous database. Answered with <see cref="ComponentForgotten"/> or ComponentFailed.</summary>
public sealed record ForgetPreviousDatabase : RunCommand;
