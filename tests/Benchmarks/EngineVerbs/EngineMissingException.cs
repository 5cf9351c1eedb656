namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>The engine cannot do this yet.</summary>
internal sealed class EngineMissingException(string verb) : NotSupportedException($"the engine has no '{verb}' yet: Holdfast cannot be measured");
