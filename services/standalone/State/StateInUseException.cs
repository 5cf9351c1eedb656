namespace Holdfast.Standalone.State;

/// <summary>Another standalone process has the state database. Two would each believe to be the only one.</summary>
internal sealed class StateInUseException(string state) : Exception(
    $"another Holdfast process uses the state database {state}: stop that one, or set State:ConnectionString to a database of this one's own");
