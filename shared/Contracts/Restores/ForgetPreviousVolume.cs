using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>The undo window is over: remove the previous tree. Answered with <see cref="ComponentForgotten"/> or ComponentFailed.</summary>
public sealed record ForgetPreviousVolume : RunCommand;
