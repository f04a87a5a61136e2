// What Swift cannot see of libhdf5: constants that are macros, and functions whose names differ from version to version.
#pragma once
#include <hdf5.h>
#include <stdlib.h>

static inline hid_t quire_hdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t quire_hdf5_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t quire_hdf5_integer(void) { return H5T_NATIVE_INT64; }
static inline hid_t quire_hdf5_stored_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t quire_hdf5_stored_integer(void) { return H5T_STD_I64LE; }
static inline hid_t quire_hdf5_text(void) { return H5T_C_S1; }
static inline unsigned quire_hdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned quire_hdf5_truncate(void) { return H5F_ACC_TRUNC; }

// No messages on the standard error stream, no code loaded for filters that a file names, and nothing left to do at exit,
// when a thread that still reads would keep the library from closing. No locks on files: a child that this process starts while
// it writes one would hold the lock on, and the file could not be read for that long.
static inline void quire_hdf5_prepare(void) {
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
  H5dont_atexit();
  H5open();
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state(0);
}

// Where in the file the header of the member of this name lies; all ones for a link to another file or a name.
static inline uint64_t quire_hdf5_member_place(hid_t group, const char *name) {
  H5L_info_t info;
  if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0 || info.type != H5L_TYPE_HARD) return UINT64_MAX;
#if H5_VERSION_GE(1, 12, 0)
  // A token of the library's own files is the address, least significant byte first.
  uint64_t place = 0;
  for (int byte = 7; byte >= 0; byte--) place = place << 8 | info.u.token.__data[byte];
  return place;
#else
  return info.u.address;
#endif
}

// 0 for a group, 1 for a dataset, -1 for anything else.
static inline int quire_hdf5_kind(hid_t object) {
  switch (H5Iget_type(object)) {
    case H5I_GROUP: return 0;
    case H5I_DATASET: return 1;
    default: return -1;
  }
}

// How many other files hold a dataset's elements.
static inline int quire_hdf5_external_files(hid_t dataset) {
  hid_t list = H5Dget_create_plist(dataset);
  if (list < 0) return -1;
  int count = H5Pget_layout(list) == H5D_VIRTUAL ? 1 : H5Pget_external_count(list);
  H5Pclose(list);
  return count;
}

// The extents of the pieces in which a dataset is kept; returns their rank, 0 if there are none, -1 if the file is damaged.
static inline int quire_hdf5_chunk(hid_t dataset, hsize_t *extents) {
  hid_t list = H5Dget_create_plist(dataset);
  if (list < 0) return -1;
  int rank = H5Pget_layout(list) == H5D_CHUNKED ? H5Pget_chunk(list, H5S_MAX_RANK, extents) : 0;
  H5Pclose(list);
  return rank;
}

static inline long quire_hdf5_member_count(hid_t group) {
  H5G_info_t info;
  return H5Gget_info(group, &info) < 0 ? -1 : (long)info.nlinks;
}

static inline long quire_hdf5_member_name(hid_t group, long index, char *name, long size) {
  return H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, index, name, size, H5P_DEFAULT);
}

// Frees what the library allocated for texts of variable length.
static inline void quire_hdf5_free_texts(hid_t type, hid_t space, void *texts) {
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts);
}

// How datasets are made: without the time, so that equal content gives equal bytes.
static inline hid_t quire_hdf5_dataset_options(void) {
  hid_t list = H5Pcreate(H5P_DATASET_CREATE);
  if (list >= 0) H5Pset_obj_track_times(list, 0);
  return list;
}
