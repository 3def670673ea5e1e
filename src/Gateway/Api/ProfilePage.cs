namespace Gateway.Api;

/// <summary>Rows of a profile.</summary>
/// <param name="Meter">The meter's number in the store.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Obis">Its logical name.</param>
/// <param name="Columns">The columns, in the order of the values of each row.</param>
/// <param name="Rows">The rows, oldest first.</param>
/// <param name="Next">The address of the next page; null: there are no more.</param>
internal sealed record ProfilePage(int Meter, string Profile, string Obis, IReadOnlyList<ColumnResource> Columns, IReadOnlyList<ProfileRowResource> Rows, string? Next);
