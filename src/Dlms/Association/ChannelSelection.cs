using Cosem;
using Cosem.InterfaceClasses;

namespace Dlms.Association;

/// <summary>
/// The logical device an association talks to: at first the one it was made with, then whatever the client writes into 0.128.1.0.0.255.
/// </summary>
internal sealed class ChannelSelection
{
    /// <summary>The logical name of the object.</summary>
    public static readonly LogicalName LogicalName = new(0, 128, 1, 0, 0, 255);

    private readonly ILogicalDeviceDirectory _directory;

    public ChannelSelection(ILogicalDeviceDirectory directory, ushort serverSap)
    {
        _directory = directory;
        Selected = serverSap;
        Object = new Data(LogicalName, _ => new(new CosemData.LongUnsigned(Selected)), (value, _) => new(Select(value)));
    }

    /// <summary>The server SAP of the selected logical device.</summary>
    public ushort Selected { get; private set; }

    /// <summary>The object that shows and takes it.</summary>
    public Data Object { get; }

    private DataAccessResult Select(CosemData value)
    {
        if (value is not CosemData.LongUnsigned { Value: var sap })
        {
            return DataAccessResult.TypeUnmatched;
        }

        if (_directory.Find(sap) is null)
        {
            return DataAccessResult.ObjectUnavailable;
        }

        Selected = sap;
        return DataAccessResult.Success;
    }
}
