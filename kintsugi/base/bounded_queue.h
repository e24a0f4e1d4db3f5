#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace kintsugi {

/// Hands items from some threads to others, at most `capacity` of them waiting: who produces faster
/// than others consume is made to wait, and memory stays bounded.
///
///   while (std::optional<Item> item = queue.pop()) use(*item);   // until closed and empty
template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(size_t capacity) : capacity_(capacity) {}

  /// Waits while the queue is full. False, and the item is dropped, when the queue is closed.
  bool push(T item) {
    std::unique_lock lock(mutex_);
    has_room_.wait(lock, [&] { return items_.size() < capacity_ || is_closed_; });
    if (is_closed_) return false;
    items_.push_back(std::move(item));
    has_items_.notify_one();
    return true;
  }

  /// The oldest item; waits for one. Nothing once the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    has_items_.wait(lock, [&] { return !items_.empty() || is_closed_; });
    if (items_.empty()) return std::nullopt;
    std::optional<T> item = std::move(items_.front());
    items_.pop_front();
    has_room_.notify_one();
    return item;
  }

  /// No more items will come: wakes everybody who waits. What is in the queue can still be popped.
  void close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    has_items_.notify_all();
    has_room_.notify_all();
  }

 private:
  const size_t capacity_;
  std::deque<T> items_;
  bool is_closed_ = false;
  std::mutex mutex_;
  std::condition_variable has_room_, has_items_;
};

}  // namespace kintsugi
